package private

import "testing"

func TestName(t *testing.T) {
	for path, want := range map[string]bool{
		"": false, "a/b.css": false, ".well-known/security.txt": false, ".nojekyll": false, "keyboard.js": false, "php.html": false, "a.key.js": false,
		".env": true, "a/.git/config": true, "server.key": true, "ID_RSA": true, "id_ed25519.pub": true, "x.PHP": true, "x.php7": true,
		"a.js~": true, "#a#": true, "db.bak": true, "shop/cart.old": true, "cart.old/view": true, "CVS/Root": true,
	} {
		if Name(path) != want {
			t.Errorf("Name(%q) is %t", path, !want)
		}
	}
}
