package plugin

import "strata/internal/diag"

func errRedirect(at place, mistake string) diag.Diagnostic {
	return with(at.says(diag.Error, "the redirect cannot be made: %s", mistake), "write /from/: /to/, /from/*: /to/:splat, or /from: {to: /to/, status: 302}")
}

func noticeRedirectTwice(r, first Redirect) diag.Diagnostic {
	return with(r.at.says(diag.Notice, "%s leads %q to %q, where %s leads it to %q; the later plugin wins", r.Owner, r.From, r.To, first.Owner, first.To),
		"keep one of them")
}

func errHeader(at place, mistake string) diag.Diagnostic {
	return with(at.says(diag.Error, "the header cannot be set: %s", mistake), "write /path/*: {Name: value}")
}

func noticeHeaderTwice(h, first Header) diag.Diagnostic {
	return with(h.at.says(diag.Notice, "%s sets the header %q of %q, which %s sets too; the later plugin wins", h.Owner, h.Name, h.Path, first.Owner), "keep one of them")
}

func errTaskEmpty(at place) diag.Diagnostic {
	return with(at.says(diag.Error, "the scheduled task does not say what is to be done"), "give it a command, exec or call")
}

func errCron(at place, cron string) diag.Diagnostic {
	return with(at.says(diag.Error, "%q is no time of a schedule", cron), "write five fields, such as %q, or a word such as daily", "30 3 * * 1-5")
}

func warnTask(v value) diag.Diagnostic {
	return with(v.place.says(diag.Warning, "registerSchedule() does what cannot be read without running PHP: %s", v.text), "declare the task in the section \"schedule\" of plugin.yaml")
}
