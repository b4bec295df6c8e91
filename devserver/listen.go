package devserver

import (
	"errors"
	"fmt"
	"net"
	"strconv"
	"syscall"
)

// portsTried is how many ports after the wanted one are tried.
const portsTried = 50

// listen opens the wanted port, or the next one that is free, on the loopback
// addresses and on the host asked for.
func listen(opts Options) ([]net.Listener, int, error) {
	var last error
	for try := range portsTried {
		port := opts.Port
		if port > 0 {
			port += try
		}
		listeners, err := listenLoopback(port)
		if err != nil {
			last = err
			continue
		}
		port = listeners[0].Addr().(*net.TCPAddr).Port
		if opts.Port > 0 && try > 0 {
			fmt.Fprintf(opts.Log, "strata: port %d is taken; using %d\n", opts.Port, port)
		}
		if opts.Host != "" && opts.Host != "localhost" && opts.Host != "127.0.0.1" && opts.Host != "::1" {
			if listeners, err = listenHost(opts.Host, port, listeners); err != nil {
				return nil, 0, fmt.Errorf("cannot listen on %s: %w", opts.Host, err)
			}
			fmt.Fprintf(opts.Log, "strata: other machines can reach this server, at %s\n", net.JoinHostPort(opts.Host, strconv.Itoa(port)))
		}
		return listeners, port, nil
	}
	return nil, 0, fmt.Errorf("no port from %d on is free: %w", opts.Port, last)
}

// listenLoopback takes the port on 127.0.0.1 and on ::1. Browsers may ask the
// second one first, so a port that somebody else has there is taken; a machine
// without IPv6 does without.
func listenLoopback(port int) ([]net.Listener, error) {
	four, err := net.Listen("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(port)))
	if err != nil {
		return nil, err
	}
	port = four.Addr().(*net.TCPAddr).Port
	six, err := net.Listen("tcp", net.JoinHostPort("::1", strconv.Itoa(port)))
	switch {
	case err == nil:
		return []net.Listener{four, six}, nil
	case errors.Is(err, syscall.EADDRINUSE):
		return nil, errors.Join(err, four.Close())
	}
	return []net.Listener{four}, nil
}

// listenHost adds the host's address. The unspecified one takes the port on all
// addresses, so the loopback listeners give way to it.
func listenHost(host string, port int, loopback []net.Listener) ([]net.Listener, error) {
	if ip := net.ParseIP(host); ip != nil && ip.IsUnspecified() {
		if err := closeAll(loopback); err != nil {
			return nil, err
		}
		loopback = nil
	}
	l, err := net.Listen("tcp", net.JoinHostPort(host, strconv.Itoa(port)))
	if err != nil {
		return nil, errors.Join(err, closeAll(loopback))
	}
	return append(loopback, l), nil
}

func closeAll(listeners []net.Listener) error {
	var errs []error
	for _, l := range listeners {
		errs = append(errs, l.Close())
	}
	return errors.Join(errs...)
}
