// Package private tells names that nobody publishes on purpose: dotfiles, keys,
// backups, and files that a server would run.
//
// What bears such a name is left out of an output, the dev server answers no
// request for it, and so nothing that is to be published may be called so.
package private

import (
	"regexp"
	"strings"
)

// pattern matches names of keys, editors' backups and PHP, in lower case.
var pattern = regexp.MustCompile(`~$|^#.*#$|^id_(rsa|dsa|ecdsa|ed25519)|^(cvs|_darcs)$|` +
	`\.(pem|key|p12|pfx|jks|keystore|kdbx|ppk|bak|orig|old|save|swp|swo|tmp|php\d?|phps|phtml|phar)$`)

// Name reports whether a segment of the slash-separated path is a private name,
// whatever its case. The dotfiles .well-known and .nojekyll are not.
func Name(path string) bool {
	for part := range strings.SplitSeq(strings.ToLower(path), "/") {
		hidden := strings.HasPrefix(part, ".") && part != ".well-known" && part != ".nojekyll"
		if hidden || pattern.MatchString(part) {
			return true
		}
	}
	return false
}
