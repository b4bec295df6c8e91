package devserver

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

const canary = "canary-7c1f"

// traversals returns requests for the canary in every shape that has ever
// worked somewhere: ups, separators and encodings, before every file.
func traversals(files []string) []string {
	ups := []string{"..", "%2e%2e", "%2E.", ".%2e", "%252e%252e", "..%00", "..;", "....", ".../", "%c0%ae%c0%ae", "%e0%80%ae%e0%80%ae",
		"%uff0e%uff0e", "%ef%bc%8e%ef%bc%8e", "..%20", "..%09", "..%0d%0a", "./..", "..."}
	separators := []string{"/", "%2f", "%2F", "%5c", "%5C", "\\", "//", "%252f", "%c0%af", "/./", "%2f/", "/;/", "%e2%88%95"}
	prefixes := []string{"/", "//", "/about/", "/js/", "/static/", "/@fs/", "/__strata/", "/js/strata/plugins/"}
	var out []string
	for _, up := range ups {
		for _, sep := range separators {
			for i, prefix := range prefixes {
				for depth := 1; depth <= 3; depth++ {
					file := files[(i+depth)%len(files)]
					out = append(out, prefix+strings.Repeat(up+sep, depth)+strings.ReplaceAll(file, "/", sep))
				}
			}
		}
	}
	for _, file := range files {
		for _, suffix := range []string{"", "/", "?", "?raw", "?import&raw", "#", "%00", "%00.html", ".", "%20", "::$DATA", "~", ";", "/.", "/..", "%2f"} {
			for _, prefix := range append(prefixes, "/@fs//", "/file:///", "/.//", "/%2f/", "/../", "/..\\", "/content/../", "/about/../../", "/public/", "/~/") {
				out = append(out, prefix+file+suffix)
			}
		}
	}
	return out
}

// TestTraversal asks for files beside, above and inside the site's folder.
func TestTraversal(t *testing.T) {
	above := makeSite(t, strings.ReplaceAll(small, "\n-- ", "\n-- a/b/site/"))
	files := []string{"canary.txt", "content/canary.txt", "etc/passwd", "strata.yaml", "plugins/hello/canary.php", ".canary", ".git/config"}
	for _, dir := range []string{"", "a", "a/b", "a/b/site"} {
		put(t, filepath.Join(above, dir, "canary.txt"), canary)
		put(t, filepath.Join(above, dir, ".canary"), canary)
		put(t, filepath.Join(above, dir, ".git/config"), canary)
	}
	site := filepath.Join(above, "a/b/site")
	put(t, filepath.Join(site, "plugins/hello/canary.php"), "<?php // "+canary)
	put(t, filepath.Join(site, "layouts/canary.txt"), canary)
	put(t, filepath.Join(site, "strata.yaml"), "title: Small\n# "+canary+"\n")
	check(t, os.Symlink(above, filepath.Join(site, "static/up")))
	check(t, os.Symlink(filepath.Join(above, "canary.txt"), filepath.Join(site, "static/link.txt")))
	check(t, os.Symlink(above, filepath.Join(site, "plugins/hello/up")))
	files = append(files, "up/canary.txt", "link.txt", "js/plugins/hello/up/canary.txt", "layouts/canary.txt", filepath.Join(site, "canary.txt")[1:])
	r := start(t, Options{Source: site})
	shapes := traversals(files)
	begin := time.Now()
	c := connection{t: t, addr: r.addr}
	leaks, failures := 0, 0
	for _, shape := range shapes {
		status, body := c.get(shape)
		if strings.Contains(body, canary) || strings.Contains(body, "root:") {
			leaks++
			t.Errorf("%q leaks", shape)
		}
		if status >= 500 {
			failures++
			t.Errorf("%q: %d", shape, status)
		}
	}
	t.Logf("%d shapes, %d leaks, %d answers of 5xx, %v", len(shapes), leaks, failures, time.Since(begin))
	if len(shapes) < 7000 {
		t.Errorf("only %d shapes", len(shapes))
	}
	r.shows("/", "first words")
}

// A connection sends request lines as they are, and opens itself again when
// the server closes it.
type connection struct {
	t    *testing.T
	addr string
	conn net.Conn
	in   *bufio.Reader
}

func (c *connection) get(target string) (int, string) {
	for try := 0; ; try++ {
		status, body, err := c.try(target)
		if err == nil {
			return status, body
		}
		if try == 2 {
			c.t.Fatalf("%q: %v", target, err)
		}
	}
}

func (c *connection) try(target string) (int, string, error) {
	if c.conn == nil {
		conn, err := net.Dial("tcp", c.addr)
		check(c.t, err)
		c.conn, c.in = conn, bufio.NewReader(conn)
	}
	_ = c.conn.SetDeadline(time.Now().Add(soon)) // a missed deadline shows as a hang
	fmt.Fprintf(c.conn, "GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n", target)
	res, err := http.ReadResponse(c.in, nil)
	if err != nil {
		c.conn.Close()
		c.conn = nil
		return 0, "", err
	}
	body, err := io.ReadAll(res.Body)
	if res.Close {
		c.conn.Close()
		c.conn = nil
	}
	return res.StatusCode, string(body), err
}

// TestPrivateFiles shows that what nobody publishes on purpose is not served,
// even when it lies among the files that are copied.
func TestPrivateFiles(t *testing.T) {
	names := []string{".env", ".htpasswd", ".git/config", ".git/HEAD", ".svn/entries", ".hg/store", ".DS_Store", ".npmrc", ".ssh/id_rsa", "id_rsa",
		"id_ed25519", "server.key", "server.pem", "cert.p12", "store.jks", "index.html~", "index.html.bak", "index.html.orig", "#index.html#",
		".index.html.swp", "x.swp", "x.old", "config.php", "config.php5", "config.phtml", "config.phar", "CVS/Entries", ".well-known/.secret",
		"a/.b/c.txt", "config.php.bak", "wp-config.php.save"}
	dir := makeSite(t, small)
	put(t, filepath.Join(dir, "static/.well-known/security.txt"), "Contact: us")
	put(t, filepath.Join(dir, "static/plain.txt"), "plain")
	for _, name := range names {
		put(t, filepath.Join(dir, "static", name), canary)
		put(t, filepath.Join(dir, "content/bundle", name), canary)
		put(t, filepath.Join(dir, "plugins/hello", name), canary)
	}
	r := start(t, Options{Source: dir})
	c := connection{t: t, addr: r.addr}
	for _, name := range names {
		for _, prefix := range []string{"/", "/bundle/", "/js/plugins/hello/", "/plugins/hello/"} {
			for _, spelled := range spellings(prefix + name) {
				if status, body := c.get(spelled); strings.Contains(body, canary) || status >= 500 || status < 400 {
					t.Errorf("%s: %d %.30q", spelled, status, body)
				}
			}
		}
	}
	for path, want := range map[string]string{"/.well-known/security.txt": "Contact: us", "/plain.txt": "plain"} {
		if got := r.get(path); got != want {
			t.Errorf("%s: %q", path, got)
		}
	}
}

// spellings returns other ways to write a path.
func spellings(p string) []string {
	last := p[len(p)-1:]
	dot := strings.Replace(p, ".", "%2e", 1)
	escaped := strings.NewReplacer("#", "%23").Replace(p)
	return []string{escaped, strings.ToUpper(escaped), escaped + "?x", escaped + "?raw=1", escaped + "/", escaped + ".", escaped + "%20", escaped + "%00",
		strings.ReplaceAll(dot, "#", "%23"), "/." + escaped, strings.TrimSuffix(escaped, last) + fmt.Sprintf("%%%02x", last)}
}
