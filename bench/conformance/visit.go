package main

import (
	"context"
	"fmt"
	"time"

	"github.com/chromedp/cdproto/cdp"
	cdppage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// settling is how long a page may take to go on testing after its first report:
// some start the test runner more than once.
const settling = 400 * time.Millisecond

// An outcome is what a page came to. One without tests has finished none.
type outcome struct {
	Tests, Failures int
	Messages        []string
}

func (o outcome) passed() bool { return o.Tests > 0 && o.Failures == 0 }

func (o outcome) String() string {
	switch {
	case o.Tests == 0:
		return "no report"
	case o.passed():
		return fmt.Sprintf("pass (%d)", o.Tests)
	}
	return fmt.Sprintf("%d of %d fail", o.Failures, o.Tests)
}

// visit opens the page in a tab of its own and waits for its last report.
func (s *server) visit(browser context.Context, p page, patience time.Duration) outcome {
	reports := s.wait(p)
	tab, stop := chromedp.NewContext(browser)
	defer stop()
	open := chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		_, err := cdp.Call(ctx, target, cdppage.Navigate, cdppage.NavigateParams{URL: s.URL + p.url})
		return err
	})
	if err := chromedp.Do(tab, open); err != nil {
		return outcome{Messages: []string{err.Error()}}
	}
	var last outcome
	wait := time.After(patience)
	for {
		select {
		case next := <-reports:
			if next.Tests >= last.Tests { // they may overtake each other
				last = next
			}
			if last.Tests > 0 {
				wait = time.After(settling)
			}
		case <-wait:
			return last
		}
	}
}
