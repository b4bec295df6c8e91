package builder

import (
	"errors"
	"strings"
	"testing"
	"time"

	"strata/internal/sandbox"
	"strata/plugin"
)

func TestMeter(t *testing.T) {
	m := meter{limit: time.Millisecond, stuck: &stuck{}}
	calls := 0
	slow := func() (any, error) { calls++; time.Sleep(5 * time.Millisecond); return calls, nil }
	if out, err := m.run("Acme.A", false, slow); out != 1 || err != nil {
		t.Fatal(out, err)
	}
	_, err := m.run("Acme.B", false, slow)
	d := callFails(plugin.Tag{Name: "f", Owner: "Acme.B"}, tagScript{}.script, err)
	if calls != 1 || !d.Endless || !strings.Contains(d.String(), `the function "f" of plugin Acme.B is not called: the time for functions of plugins is over`) {
		t.Error(calls, d)
	}
}

// A plugin whose function could not be stopped is not called by later builds.
func TestMeterKeepsStuckPluginsOut(t *testing.T) {
	var c Cache
	calls := 0
	call := func() (any, error) { calls++; return nil, &sandbox.Error{Kind: sandbox.Stuck, Text: "runs"} }
	for range 3 {
		m := meter{limit: time.Second, stuck: (&build{opts: Options{Cache: &c}}).stuck()}
		_, _ = m.run("Acme.A", true, call)
		_, err := m.run("Acme.A", true, call)
		if !errors.Is(err, errStuck) {
			t.Error(err)
		}
	}
	m := meter{limit: time.Second, stuck: &c.stuck}
	_, _ = m.run("Acme.B", true, call)
	if calls != 2 {
		t.Errorf("%d calls", calls)
	}
	if d := callFails(plugin.Tag{Filter: true, Name: "f", Owner: "Acme.A"}, tagScript{}.script, errStuck).String(); !strings.Contains(d, "start strata again") {
		t.Error(d)
	}
}
