package cli

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"lanyard/store"
	"lanyard/store/check"
	"lanyard/store/hugo"
	"lanyard/store/siteserver"
)

// runServe shows the site as its own Hugo builds it, until it is interrupted.
func runServe(c *call) error {
	dir := "."
	if len(c.args) == 1 {
		dir = c.args[0]
	}
	port, err := c.whole("port", 1, 65535)
	if err != nil {
		return err
	}
	f, post, err := c.openStore(dir)
	if err != nil {
		return err
	}
	if f.Site == "" {
		return store.Fail("serve", dir, store.NotFound, errors.New("no configuration of Hugo is around it, so no site"))
	}
	var p *store.Post
	if post != "" && len(c.args) == 1 {
		if p, err = f.Load(post); err != nil {
			return err
		}
	}
	program := c.text("hugo")
	if program == "" {
		program = "hugo"
	}
	for _, d := range siteserver.Doubts(c.ctx, f, hugo.VersionOf(c.ctx, program)) {
		fmt.Fprintf(c.env.Stderr, "lanyard: %s\n", store.PrintableText(d.String()))
	}
	destination, temporary, err := pagesOf(f.Site)
	if err != nil {
		return err
	}
	if temporary {
		defer os.RemoveAll(destination)
	}
	err = siteserver.Run(c.ctx, siteserver.Options{
		Program: program, Site: f.Site, Destination: destination, Port: port, Told: func(e siteserver.Event) { c.served(f, p, e) },
	})
	var problem *siteserver.Problem
	switch {
	case errors.As(err, &problem): // told already
		return errFound
	case errors.Is(err, siteserver.ErrNoHugo):
		return store.Fail("run", "hugo", store.NotFound, errors.New("it is not installed; --hugo PROGRAM names another place"))
	}
	return err
}

// pagesOf is a folder of the cache for a site's pages; a temporary one where there is no cache.
func pagesOf(site string) (dir string, temporary bool, err error) {
	if cache := store.CacheDir(); cache != "" {
		sum := sha256.Sum256([]byte(site))
		return filepath.Join(cache, "sites", hex.EncodeToString(sum[:12])), false, nil
	}
	dir, err = os.MkdirTemp("", "lanyard-site-")
	return dir, true, err
}

// served prints what Hugo told: where to look, and builds that failed as check prints findings; all else only when it is wanted.
func (c *call) served(f *store.Folder, p *store.Post, e siteserver.Event) {
	switch {
	case e.URL != "":
		address := e.URL
		if p != nil {
			if own, err := f.Permalink(p, e.URL); err == nil {
				address = own
			}
		}
		fmt.Fprintln(c.out, store.PrintableText(address))
	case e.Problem != nil:
		x := check.Finding{Path: shown(f.Site), Severity: check.Error, Code: "build", Message: e.Problem.Message}
		if e.Problem.Path != "" {
			x.Path, x.Line, x.Col = shown(e.Problem.Path), e.Problem.Line, e.Problem.Col
		}
		fmt.Fprintln(c.out, x)
	case c.has("verbose"):
		fmt.Fprintln(c.env.Stderr, store.PrintableText(e.Line))
	}
}
