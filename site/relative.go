package site

import (
	"path"
	"regexp"
	"strings"
)

// An openTag is the beginning of an element; a rooted address in an attribute of it
// begins with one "/". No text of a page has an unescaped "<" before a letter.
var (
	openTag = regexp.MustCompile(`<[a-zA-Z](?:[^<>"']|"[^"]*"|'[^']*')*>`)
	rooted  = []*regexp.Regexp{rootedIn(`"`), rootedIn(`'`)}
	remote  = regexp.MustCompile(` integrity="[^"]*" crossorigin="anonymous"`)

	// The path of an address; in HTML, a "#" after "&" begins no fragment but a character.
	pathPart = regexp.MustCompile(`^(?:[^?#&]|&#?)*`)
)

// rootedIn finds rooted addresses between such quotes.
func rootedIn(quote string) *regexp.Regexp {
	return regexp.MustCompile(strings.ReplaceAll(`(\s(?i:href|src|action|poster|content)\s*=\s*"(?:\d+; url=)?)/([^/"][^"]*)?(")`, `"`, quote))
}

// relative makes the addresses in a page of the site relative to it, so that the site
// works in any folder, and from a disk, where a folder shows no index.html of its
// own accord. A browser refuses checksums of files from a disk: they are left out.
func (r *rendering) relative(page []byte, name string) []byte {
	if !r.tree.cfg.RelativeURLs || name == "404.html" { // which is shown at any depth
		return page
	}
	up := strings.Repeat("../", strings.Count(name, "/"))
	base := strings.TrimPrefix(r.tree.base.Path, "/")
	return openTag.ReplaceAllFunc(page, func(tag []byte) []byte {
		own := false
		for _, quoted := range rooted {
			tag = quoted.ReplaceAllFunc(tag, func(attr []byte) []byte {
				m := quoted.FindSubmatch(attr)
				inside, ours := strings.CutPrefix(string(m[2]), base)
				if !ours {
					return attr
				}
				own = true
				return []byte(string(m[1]) + up + fileOf(inside) + string(m[3]))
			})
		}
		if !own {
			return tag
		}
		return remote.ReplaceAll(tag, nil)
	})
}

// fileOf is the address of the file that a server would answer with.
func fileOf(address string) string {
	end := len(pathPart.FindString(address))
	if p := address[:end]; p == "" || strings.HasSuffix(p, "/") {
		return path.Join(p, "index.html") + address[end:]
	}
	return address
}
