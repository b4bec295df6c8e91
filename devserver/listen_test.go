package devserver

import (
	"context"
	"net"
	"strconv"
	"strings"
	"testing"

	"strata/internal/browsertest"
)

// TestPortTaken shows that the next port is used, and that the log says so.
// Either loopback address makes a port taken.
func TestPortTaken(t *testing.T) {
	for _, host := range []string{"127.0.0.1", "::1"} {
		l, err := net.Listen("tcp", net.JoinHostPort(host, "0"))
		browsertest.Need(t, "linux", err)
		defer l.Close()
		port := l.Addr().(*net.TCPAddr).Port
		r := start(t, Options{Source: makeSite(t, small), Port: port})
		if strings.HasSuffix(r.url, ":"+strconv.Itoa(port)) || !strings.Contains(r.log.String(), "port "+strconv.Itoa(port)+" is taken; using ") {
			t.Errorf("%s is taken, and the server is at %s; the log says %q", l.Addr(), r.url, r.log)
		}
		r.shows("/", "first words")
	}
}

// TestLoopbackOnly shows which addresses a server listens on.
func TestLoopbackOnly(t *testing.T) {
	for host, open := range map[string]bool{"": false, "localhost": false, "127.0.0.1": false, "0.0.0.0": true} {
		log := &safeBuffer{}
		listeners, _, err := listen(Options{Host: host, Log: log})
		check(t, err)
		for _, l := range listeners {
			if loopback := l.Addr().(*net.TCPAddr).IP.IsLoopback(); loopback == open {
				t.Errorf("--host %q listens on %s", host, l.Addr())
			}
		}
		check(t, closeAll(listeners))
		if told := strings.Contains(log.String(), "other machines can reach this server"); told != open {
			t.Errorf("--host %q: the log says %q", host, log)
		}
	}
}

func TestHostThatIsNotOurs(t *testing.T) {
	err := Run(context.Background(), Options{Source: makeSite(t, small), Host: "192.0.2.1"})
	if err == nil || !strings.Contains(err.Error(), "cannot listen on 192.0.2.1") {
		t.Errorf("the error is %v", err)
	}
}
