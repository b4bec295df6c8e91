// Package private tells names that nobody publishes on purpose: dotfiles, keys,
// backups, and files that a server would run.
//
// What bears such a name is left out of an output, the dev server answers no
// request for it, and so nothing that is to be published may be called so.
package private

import (
	"path"
	"slices"
	"strings"
)

// The names of keys, of version control's folders, and the extensions of keys,
// editors' backups and PHP, in lower case. PHP's may end in a digit.
var (
	keys       = []string{"id_rsa", "id_dsa", "id_ecdsa", "id_ed25519"}
	folders    = []string{"cvs", "_darcs"}
	extensions = map[string]bool{".pem": true, ".key": true, ".p12": true, ".pfx": true, ".jks": true, ".keystore": true, ".kdbx": true, ".ppk": true,
		".bak": true, ".orig": true, ".old": true, ".save": true, ".swp": true, ".swo": true, ".tmp": true,
		".php": true, ".phps": true, ".phtml": true, ".phar": true}
)

// Name reports whether a segment of the slash-separated path is a private name,
// whatever its case. The dotfiles .well-known and .nojekyll are not.
func Name(name string) bool {
	for part := range strings.SplitSeq(strings.ToLower(name), "/") {
		if hidden(part) || strings.HasSuffix(part, "~") || isQuoted(part) || slices.Contains(folders, part) || hasExtension(part) ||
			slices.ContainsFunc(keys, func(key string) bool { return strings.HasPrefix(part, key) }) {
			return true
		}
	}
	return false
}

func hidden(part string) bool {
	return strings.HasPrefix(part, ".") && part != ".well-known" && part != ".nojekyll"
}

// isQuoted tells the copies that Emacs makes while it edits.
func isQuoted(part string) bool {
	return len(part) > 1 && part[0] == '#' && part[len(part)-1] == '#'
}

func hasExtension(part string) bool {
	ext := path.Ext(part)
	if n := len(ext); n == len(".php7") && ext[:n-1] == ".php" && ext[n-1] >= '0' && ext[n-1] <= '9' {
		return true
	}
	return extensions[ext]
}
