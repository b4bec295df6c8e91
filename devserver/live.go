package devserver

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"sync"
	"time"

	"strata/builder"
	"strata/internal/diag"
)

// The paths of the live reload client and of the stream it listens to.
const (
	clientPath = "/__strata/live.js"
	streamPath = "/__strata/live"
)

// maxClients is how many pages may listen at once.
const maxClients = 4096

func serveClient(w http.ResponseWriter) {
	w.Header().Set("Content-Type", contentTypes[".js"])
	w.Header().Set("Cache-Control", "no-cache")
	_, _ = w.Write(builder.LiveClient())
}

func etag(data []byte) string {
	sum := sha256.Sum256(data)
	return `"` + hex.EncodeToString(sum[:12]) + `"`
}

// A message tells pages about a build.
type message struct {
	Type        string          `json:"type"`              // "reload", "plugins", "styles", "same" or "error"
	Generation  int64           `json:"generation"`        // the number of the last good build
	Why         string          `json:"why,omitempty"`     // of a reload
	Styles      []string        `json:"styles,omitempty"`  // that have changed
	Pages       []string        `json:"pages,omitempty"`   // that have changed while plugins are replaced
	Plugins     []builder.Entry `json:"plugins,omitempty"` // to replace, in load order
	Diagnostics diag.List       `json:"diagnostics,omitempty"`
}

// A hub passes messages to the pages that listen. A new listener is told the
// last state first, so that none is missed between loading and listening.
type hub struct {
	mu      sync.Mutex
	clients map[chan []byte]bool // nil at the end
	good    int64                // number of the last good build
	state   []byte               // what a new listener is told
}

func newHub() *hub { return &hub{clients: map[chan []byte]bool{}} }

func (h *hub) tell(m message) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if m.Type == "error" {
		m.Generation = h.good
	}
	h.good = m.Generation
	event := encode(m)
	h.state = event
	if m.Type != "error" {
		h.state = encode(message{Type: "same", Generation: m.Generation})
	}
	for c := range h.clients {
		select {
		case c <- event:
		default: // a page that does not read will hear the state when it comes back
			delete(h.clients, c)
			close(c)
		}
	}
}

func encode(m message) []byte {
	data, err := json.Marshal(m)
	if err != nil {
		panic(err) // a struct of strings and numbers
	}
	return fmt.Appendf(nil, "data: %s\n\n", data)
}

func (h *hub) join() (chan []byte, []byte) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.clients == nil || len(h.clients) >= maxClients {
		return nil, nil
	}
	c := make(chan []byte, 4)
	h.clients[c] = true
	return c, h.state
}

func (h *hub) leave(c chan []byte) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.clients[c] {
		delete(h.clients, c)
		close(c)
	}
}

// close ends all streams.
func (h *hub) close() {
	h.mu.Lock()
	defer h.mu.Unlock()
	for c := range h.clients {
		close(c)
	}
	h.clients = nil
}

// serve opens a page's stream. It takes the connection from the server, whose
// buffers would cost more than everything else, for as long as a page is open.
func (h *hub) serve(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("Cache-Control", "no-store")
	if r.Method == http.MethodHead {
		return
	}
	c, state := h.join()
	if c == nil {
		http.Error(w, "too many pages listen", http.StatusTooManyRequests)
		return
	}
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		h.leave(c)
		http.Error(w, "no stream over this connection", http.StatusHTTPVersionNotSupported)
		return
	}
	w.Header().Set("Connection", "close")
	hello := bytes.NewBufferString("HTTP/1.1 200 OK\r\n")
	_ = w.Header().Write(hello) // to memory
	hello.WriteString("\r\nretry: 500\n\n")
	hello.Write(state)
	go stream(conn, hello.Bytes(), c)
	go func() {
		defer h.leave(c)
		for heard := make([]byte, 64); err == nil; {
			_, err = conn.Read(heard) // a page has nothing to say; this is to hear it leave
		}
	}()
}

// stream writes events until the page does not take them in time or there will
// be no more. A comment now and then finds out whether the page is still there.
func stream(conn net.Conn, first []byte, events <-chan []byte) {
	defer conn.Close()
	alive := time.NewTicker(30 * time.Second)
	defer alive.Stop()
	for event, ok := first, true; ok; {
		_ = conn.SetWriteDeadline(time.Now().Add(writeTimeout)) // fails when Write does
		if _, err := conn.Write(event); err != nil {
			return
		}
		select {
		case event, ok = <-events:
		case <-alive.C:
			event = []byte(": still here\n\n")
		}
	}
}
