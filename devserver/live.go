package devserver

import (
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"sync"
	"time"

	"strata/internal/diag"
)

// The paths of the live reload client and of the stream it listens to.
const (
	clientPath = "/__strata/live.js"
	streamPath = "/__strata/live"
)

// maxClients is how many pages may listen at once.
const maxClients = 4096

//go:embed live.js
var client []byte

func serveClient(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", contentTypes[".js"])
	w.Header().Set("Cache-Control", "no-cache")
	_, _ = w.Write(client)
}

func etag(data []byte) string {
	sum := sha256.Sum256(data)
	return `"` + hex.EncodeToString(sum[:12]) + `"`
}

// A message tells pages about a build.
type message struct {
	Type        string    `json:"type"`       // "reload", "styles", "same" or "error"
	Generation  int       `json:"generation"` // the number of the last good build
	Styles      []string  `json:"styles,omitempty"`
	Diagnostics diag.List `json:"diagnostics,omitempty"`
}

// A hub passes messages to the pages that listen. A new listener is told the
// last state first, so that none is missed between loading and listening.
type hub struct {
	mu      sync.Mutex
	clients map[chan []byte]bool
	good    int    // number of the last good build
	state   []byte // what a new listener is told
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
	if len(h.clients) >= maxClients {
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

// serve holds one page's stream open. A comment now and then finds out whether
// the page is still there.
func (h *hub) serve(w http.ResponseWriter, r *http.Request) {
	c, state := h.join()
	if c == nil {
		http.Error(w, "too many pages listen", http.StatusServiceUnavailable)
		return
	}
	defer h.leave(c)
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("Cache-Control", "no-store")
	control := http.NewResponseController(w)
	_ = control.SetReadDeadline(time.Time{}) // the stream outlives the time for a request
	send := func(data []byte) bool {
		_ = control.SetWriteDeadline(time.Now().Add(writeTimeout))
		_, err := w.Write(data)
		return err == nil && control.Flush() == nil
	}
	if !send(append([]byte("retry: 500\n\n"), state...)) {
		return
	}
	alive := time.NewTicker(30 * time.Second)
	defer alive.Stop()
	for {
		select {
		case <-r.Context().Done():
			return
		case event, ok := <-c:
			if !ok || !send(event) {
				return
			}
		case <-alive.C:
			if !send([]byte(": still here\n\n")) {
				return
			}
		}
	}
}
