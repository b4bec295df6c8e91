package builder

import (
	"regexp"
	"strings"
)

// privateName matches names of keys, editors' backups and PHP, in lower case.
var privateName = regexp.MustCompile(`~$|^#.*#$|^id_(rsa|dsa|ecdsa|ed25519)|^(cvs|_darcs)$|` +
	`\.(pem|key|p12|pfx|jks|keystore|kdbx|ppk|bak|orig|old|save|swp|swo|tmp|php\d?|phps|phtml|phar)$`)

// Private reports whether a part of the path has a name that nobody publishes
// on purpose: a dotfile, a key, a backup, a file that a server would run. Such a
// file is left out of an output, and the dev server answers no request for one.
func Private(path string) bool {
	for part := range strings.SplitSeq(strings.ToLower(path), "/") {
		hidden := strings.HasPrefix(part, ".") && part != ".well-known" && part != ".nojekyll"
		if hidden || privateName.MatchString(part) {
			return true
		}
	}
	return false
}
