// Package browsertest starts Chromium for the tests of other packages.
//
// A machine without Chromium, or without another tool that a test needs, skips
// that test; unless the environment variable STRATA_REQUIRE, a list such as
// "browser,node,linux", says that the tool has to be there. What linux stands for is
// a system on which programs may watch, mount and limit as they may on Linux.
package browsertest

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// Find returns the path of Chromium.
func Find() (string, error) {
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", errors.New("no chromium on the PATH")
}

// Required reports whether STRATA_REQUIRE lists the tool.
func Required(tool string) bool {
	return slices.Contains(strings.Split(os.Getenv("STRATA_REQUIRE"), ","), tool)
}

// Need skips the test when the error says that the tool is not there, or fails
// it when the tool is required.
func Need(t testing.TB, tool string, err error) {
	t.Helper()
	switch {
	case err == nil:
	case Required(tool):
		t.Fatalf("STRATA_REQUIRE asks for %s: %v", tool, err)
	default:
		t.Skipf("no %s: %v", tool, err)
	}
}

// Start starts a browser that ends with the test. Its context is chromedp's.
func Start(t testing.TB, options ...chromedp.ExecAllocatorOption) context.Context {
	t.Helper()
	_, err := Find()
	Need(t, "browser", err)
	browser, stop, err := Open(options...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(stop)
	return browser
}

// Open starts a browser for a program that is no test; stop ends it.
func Open(options ...chromedp.ExecAllocatorOption) (browser context.Context, stop func(), err error) {
	path, err := Find()
	if err != nil {
		return nil, nil, err
	}
	flags := slices.Concat(chromedp.DefaultExecAllocatorOptions[:], []chromedp.ExecAllocatorOption{
		chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU, chromedp.NoFirstRun,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-background-networking", true),
		chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-sync", true),
		chromedp.WSURLReadTimeout(2 * time.Minute), // a busy machine takes its time
	}, options)
	alloc, stopAlloc := chromedp.NewExecAllocator(context.Background(), flags...)
	browser, stopBrowser := chromedp.NewContext(alloc)
	stop = func() {
		stopBrowser()
		stopAlloc()
	}
	if err := chromedp.Do(browser); err != nil {
		stop()
		return nil, nil, err
	}
	return browser, stop, nil
}
