package store

import (
	"errors"
	"net/url"
	"strings"
)

// Permalink is the address in full at which readers find a post's page. base stands for the site's baseURL where it is given. The error says
// what the site does not tell.
func (f *Folder) Permalink(p *Post, base string) (string, error) {
	addr, ok := f.Resolver(p).Address()
	if !ok {
		return "", Fail("find the page of", p.Path, BadMeta, errors.New("its address cannot be told from the site's configuration and its front matter"))
	}
	lang := strings.ToLower(f.pageLang(p.Path))
	host := base
	own := f.config.base[lang]
	if host == "" {
		host = own
	}
	if host == "" {
		host = f.config.base[""]
	}
	u, err := url.Parse(host)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return "", Fail("find the page of", p.Path, BadMeta, errors.New("the site's configuration has no baseURL with a host"))
	}
	prefix := ""
	if f.Multilingual() && own == "" && lang != "" && (f.config.subdir || !strings.EqualFold(lang, f.defaultLang())) {
		prefix = "/" + lang
	}
	u.Path, u.RawPath, u.RawQuery, u.Fragment = strings.TrimSuffix(u.Path, "/")+prefix+addr, "", "", ""
	return u.String(), nil
}

// defaultLang is the code of the site's default language.
func (f *Folder) defaultLang() string {
	if f.config.DefaultLanguage == "" {
		return "en"
	}
	return f.config.DefaultLanguage
}
