package builder

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/bmatcuk/doublestar/v4"

	"strata/internal/diag"
	"strata/internal/source"
	"strata/plugin"
	"strata/site"
)

// maxAsset is the size of the largest file that is copied from a plugin.
const maxAsset = 256 << 20

// publicExtensions are those of files that browsers load. A plugin folder also
// holds what must not be published: PHP, sources, keys, backups. So a file is
// published for what it is, not unless it is forbidden.
var publicExtensions = strings.Fields(".css .png .jpg .jpeg .gif .svg .webp .avif .ico .cur .woff .woff2 .ttf .otf .eot " +
	".json .html .htm .xml .txt .csv .mp3 .mp4 .ogg .webm .wav .vtt .pdf .wasm .webmanifest .swf")

// projectFile matches names of what people and tools keep in a folder of
// sources for themselves. README and LICENSE are theirs in capitals or as text, because
// license.html may be a view.
var projectFile = regexp.MustCompile(`^(README|LICEN[CS]E)|^(?i:(readme|licen[cs]e)\.txt|(grunt|gulp)file.*|` +
	`(package|tsconfig|jsconfig)([.-].*)?\.json|(bower|composer|npm-shrinkwrap)\.json)$`)

func isPublic(name string) bool {
	base := path.Base(name)
	return !strings.HasPrefix(base, ".") && !projectFile.MatchString(base) && slices.Contains(publicExtensions, strings.ToLower(path.Ext(base)))
}

// isScript reports whether the file is JavaScript that no layer holds.
func (s share) isScript(name string) bool {
	return s.scripts && path.Ext(name) == ".js" && !projectFile.MatchString(path.Base(name)) && !strings.HasPrefix(name, s.modules+"/")
}

// A share is a folder whose public files are published under another name.
type share struct {
	from, to string
	scripts  bool     // JavaScript too, as far as it lies outside of modules
	modules  string   // the folder of the package's modules
	exclude  []string // globs, relative to modules, of what is not published
}

// shares says which folders of a plugin are public, and where below the output;
// base is the folder of the AMD base.
func shares(base string, p plugin.Plugin) []share {
	var out []share
	assets := share{from: p.Assets, to: path.Join("plugins", strings.ToLower(strings.ReplaceAll(p.ID, ".", "/")), "assets"), scripts: true}
	if c := p.Client; c != nil {
		client := share{from: c.Dir, to: path.Join(base, pluginOutput(c)), modules: c.Dir, exclude: c.Exclude}
		out = append(out, client)
		if p.Layout == "kloudspeaker" {
			out = append(out, share{from: path.Join(p.Dir, "localization"), to: path.Join(client.to, "localization")})
		}
		assets.modules, assets.exclude = c.Dir, c.Exclude
	}
	if p.Assets != "" {
		out = append(out, assets)
	}
	return out
}

// publicPath returns where the plugin's file is in the output.
func publicPath(base string, p plugin.Plugin, file string) string {
	for _, s := range slices.Backward(shares(base, p)) {
		if rest, ok := strings.CutPrefix(file, s.from+"/"); ok {
			return path.Join(s.to, rest)
		}
	}
	return file
}

// assets returns what the active plugins and the application's packages have
// besides modules: styles, pictures, texts.
func (b *build) assets(cfg site.Config, set plugin.Set, ds *diag.List) []File {
	var all []share
	for _, p := range set.Active {
		all = append(all, shares(cfg.Base, b.silent.client(p))...)
	}
	for _, p := range hostPackages(cfg, "") {
		all = append(all, share{from: p.Location, to: path.Join(cfg.Base, p.Output), modules: p.Location, exclude: p.Exclude})
	}
	return again(b, "assets", fmt.Sprint(all), ds, func(ds *diag.List) []File {
		var out []File
		for _, s := range all {
			out = append(out, b.share(s, ds)...)
		}
		return out
	})
}

func (b *build) share(s share, ds *diag.List) []File {
	var out []File
	err := fs.WalkDir(b.tree, s.from, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			if !errors.Is(err, fs.ErrNotExist) {
				ds.Add(diag.Unreadable(name, err))
			}
			return nil
		}
		if d.IsDir() && name != s.from && (strings.HasPrefix(d.Name(), ".") || d.Name() == "node_modules") {
			return fs.SkipDir
		}
		if !d.Type().IsRegular() || !isPublic(name) && !s.isScript(name) || s.excluded(name) {
			return nil
		}
		data, err := source.Read(b.tree, name, maxAsset)
		if err != nil {
			ds.Add(diag.Unreadable(name, err))
			return nil
		}
		out = append(out, File{Path: path.Join(s.to, strings.TrimPrefix(name, s.from)), Data: data, Source: b.overlay.at(name)})
		return nil
	})
	if err != nil {
		ds.Add(diag.Unreadable(s.from, err))
	}
	return out
}

func (s share) excluded(name string) bool {
	rel, inside := strings.CutPrefix(name, s.modules+"/")
	return inside && slices.ContainsFunc(s.exclude, func(glob string) bool { return doublestar.MatchUnvalidated(glob, rel) })
}
