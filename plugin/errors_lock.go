package plugin

import (
	"errors"
	"fmt"
	"path"

	"strata/internal/diag"
)

var errTooMuchToLock = fmt.Errorf("the plugin has more than %d files or %d MiB", maxPrintFiles, maxPrintBytes>>20)

func errFingerprint(p Plugin, file string, err error) diag.Diagnostic {
	if errors.Is(err, errTooMuchToLock) {
		return with(says(diag.Error, p.File, "plugin %s cannot be locked: %v", p.ID, err), "move what is not part of it elsewhere")
	}
	return diag.Unreadable(file, err)
}

func errLockedTwice(it item) diag.Diagnostic {
	return with(it.keyAt.says(diag.Error, "plugin %q stands here twice", it.key), "remove one of the two lines")
}

func warnUnlocked(x Locked, file string) diag.Diagnostic {
	return with(says(diag.Warning, x.plugin.File, "plugin %s is not in %s", x.ID, path.Base(file)), "look at it, and accept it with strata lock %s", x.ID)
}

func noticeLockedGone(was Locked) diag.Diagnostic {
	return with(was.at.says(diag.Notice, "plugin %s is locked, and not installed", was.ID), "run strata lock to forget it, or install it")
}

func noticeNewer(x, was Locked) diag.Diagnostic {
	return with(was.at.says(diag.Notice, "plugin %s is %s now", x.ID, versionOf(x.plugin)), "accept it with strata lock %s", x.ID)
}

func warnDowngraded(x, was Locked) diag.Diagnostic {
	return with(was.at.says(diag.Warning, "plugin %s is %s now, which is older than %s", x.ID, versionOf(x.plugin), was.Version), "install the newer one again, or accept the older one with strata lock %s", x.ID)
}

func warnFilesChanged(x, was Locked) diag.Diagnostic {
	d := was.at.says(diag.Warning, "files of plugin %s have changed, and its version has not", x.ID)
	d.Notes = []string{fmt.Sprintf("they are in %q", x.plugin.Dir)}
	return with(d, "find out who changed them, and accept it with strata lock %s", x.ID)
}

func warnBreaking(x, was Locked, n Note) diag.Diagnostic {
	at := place{file: path.Join(x.plugin.Dir, "updates/version.yaml"), line: n.Line, column: n.Column}
	d := at.says(diag.Warning, "plugin %s has an important change since %s: %s", x.ID, was.Version, n.Text)
	d.Notes = []string{"the locked version is that of " + was.at.String()}
	return with(d, "see to what it asks for, and accept it with strata lock %s, or all of them with --accept-breaking", x.ID)
}
