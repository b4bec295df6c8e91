package plugin

import "strata/internal/diag"

func noticeNoTab(p Permission) diag.Diagnostic {
	return with(p.at.says(diag.Notice, "permission %q has no tab, and is listed under %q", p.Code, undefinedTab), "add a tab: the group under which it is listed")
}

func noticePermissionTwice(p, first Permission) diag.Diagnostic {
	return with(p.at.says(diag.Notice, "permission %q of %s takes the place of the one that %s registers", p.Code, p.Owner, first.Owner),
		"give one of the two another code")
}

func warnPermissionUnknown(use permissionUse, at place, code, near string) diag.Diagnostic {
	d := at.says(diag.Warning, "%s of %s asks for the permission %q, which no plugin registers", use.path, use.owner, code)
	d.Notes = []string{"only those who may do everything see it"}
	if near != "" {
		return with(d, "did you mean %q?", near)
	}
	return with(d, "add %q to permissions, or remove it here", code)
}
