package builder

import (
	"encoding/json"
	"path"
	"slices"
	"strings"

	"strata/internal/route"
	"strata/plugin"
	"strata/site"
)

// routes are the files that tell a host of redirects and headers. Those that the
// site has among its static files come first, because the first rule that fits
// counts; plugins' follow.
func routes(cfg site.Config, offer plugin.Contributions, files []File) []File {
	base := strings.TrimSuffix(sitePath(cfg), "/")
	var redirects []route.Redirect
	for _, r := range offer.Redirects {
		r.From = base + r.From
		if strings.HasPrefix(r.To, "/") {
			r.To = base + r.To
		}
		redirects = append(redirects, r.Redirect)
	}
	var headers []route.Header
	for _, h := range offer.Headers {
		h.Path = base + h.Path
		headers = append(headers, h.Header)
	}
	files = joined(files, route.RedirectsFile, route.FormatRedirects(redirects))
	return joined(files, route.HeadersFile, route.FormatHeaders(headers))
}

// joined adds text to the end of the file of a name, which it makes if need be.
func joined(files []File, name string, text []byte) []File {
	if len(text) == 0 {
		return files
	}
	i := slices.IndexFunc(files, func(f File) bool { return f.Path == name })
	if i < 0 {
		return append(files, File{Path: name, Data: text})
	}
	files[i].Data = slices.Concat(append(slices.Clip(files[i].Data), '\n'), text)
	return files
}

// sitePath is the path of the site's address, with slashes around it.
func sitePath(cfg site.Config) string {
	cfg.Base = ""
	return strings.TrimRight("/"+strings.Trim(basePath(cfg), "/"), "/") + "/"
}

// A scheduledTask is one in schedule.json.
type scheduledTask struct {
	Plugin      string   `json:"plugin"`
	Name        string   `json:"name,omitempty"`
	Kind        string   `json:"kind"`
	Run         string   `json:"run"`
	Cron        string   `json:"cron"`
	Description string   `json:"description,omitempty"`
	Conditions  []string `json:"conditions,omitempty"`
}

// schedule is the file that tells a pipeline what to run when; none when plugins
// schedule nothing.
func schedule(cfg site.Config, offer plugin.Contributions) []File {
	if len(offer.Schedule) == 0 {
		return nil
	}
	var tasks []scheduledTask
	for _, t := range offer.Schedule {
		tasks = append(tasks, scheduledTask{t.Owner, t.Name, t.Kind, t.Run, t.Cron, t.Description, t.Conditions})
	}
	data, err := json.MarshalIndent(tasks, "", "  ")
	if err != nil {
		panic(err) // it holds only texts
	}
	return []File{{Path: path.Join(cfg.Base, path.Dir(cfg.Index), "schedule.json"), Data: append(data, '\n')}}
}
