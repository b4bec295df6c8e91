package devserver

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"syscall"
	"testing"

	"strata/internal/browsertest"
)

// limited is set in the environment of a process that has a small limit.
const limited = "STRATA_TEST_INOTIFY_LIMIT"

// TestWatchLimit serves a site whose folders the system cannot all watch. It
// runs itself in a user namespace, which has limits of its own.
func TestWatchLimit(t *testing.T) {
	if limit := os.Getenv(limited); limit != "" {
		serveLimited(t, limit)
		return
	}
	t.Parallel()
	if runtime.GOOS != "linux" {
		browsertest.Need(t, "linux", errors.New("this system has no such limit"))
	}
	for name, run := range map[string]string{"watches": "max_inotify_watches=4", "instances": "max_inotify_instances=0"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			self, err := os.Executable()
			check(t, err)
			cmd := exec.Command(self, "-test.run=^TestWatchLimit$", "-test.v")
			cmd.Env = append(os.Environ(), limited+"="+run)
			inNamespace(cmd)
			out, err := cmd.CombinedOutput()
			if errors.Is(err, syscall.EPERM) || bytes.Contains(out, []byte("no namespace")) {
				browsertest.Need(t, "linux", errors.New("no user namespace is allowed here"))
			}
			if err != nil {
				t.Errorf("%v\n%s", err, out)
			}
		})
	}
}

// serveLimited sets the limit, and shows that edits are seen all the same and
// that the log says what limits.
func serveLimited(t *testing.T, limit string) {
	name, value, _ := strings.Cut(limit, "=")
	if err := os.WriteFile("/proc/sys/user/"+name, []byte(value), 0); err != nil {
		t.Fatalf("no namespace: %v", err)
	}
	dir := makeSite(t, small)
	for i := range 8 {
		put(t, fmt.Sprintf("%s/content/d%d/page.md", dir, i), page("first"))
	}
	r := start(t, Options{Source: dir})
	for i := range 8 {
		words := fmt.Sprintf("limited-%d", i)
		put(t, fmt.Sprintf("%s/content/d%d/page.md", dir, i), page(words))
		r.shows(fmt.Sprintf("/d%d/page/", i), words)
	}
	put(t, dir+"/content/late/page.md", page("late"))
	r.shows("/late/page/", "late")
	r.equalsCleanBuild(dir)
	for _, want := range []string{"not every folder can be watched", "the rest is looked at every", "sudo sysctl fs.inotify.max_user_"} {
		if !strings.Contains(r.log.String(), want) {
			t.Errorf("the log does not say %q: %s", want, r.log)
		}
	}
	if n := strings.Count(r.log.String(), "not every folder"); n != 1 {
		t.Errorf("the log says it %d times: %s", n, r.log)
	}
}
