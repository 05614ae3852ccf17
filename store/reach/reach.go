// Package reach owns the question of which addresses of the network this program may ask. It asks only after a click or a command, tells no
// server where the request comes from, and follows no redirect into the network around this computer.
package reach

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"
)

const (
	hops    = 5 // redirects
	proxies = 4 // of the environment
)

// ErrPrivate is that a name or a redirect leads to this computer or into the network around it, where the request of a stranger's page has no
// business: routers and services there act on a request alone.
var ErrPrivate error = privateAddress{}

type privateAddress struct{}

func (privateAddress) Error() string { return "the address leads into the local network" }

// Say is the error as a sentence for a person.
func (privateAddress) Say(t func(id string, values ...any) string) string {
	return t("window.fetch.private")
}

// A Client makes one request and follows its redirects. Its HTTP client is for one goroutine.
type Client struct {
	HTTP *http.Client

	limit time.Duration

	mu   sync.Mutex
	open []string // host:port that may be private: the one that was clicked, and proxies
}

// New makes the client for an address that the author saw. Only when that has a number or localhost for its host may it lead to this computer or
// into the network around it. limit bounds how long a connection may take.
func New(seen *url.URL, limit time.Duration) *Client {
	f := &Client{limit: limit}
	if isLocal(seen.Hostname()) {
		f.open = []string{hostPort(seen)}
	}
	f.HTTP = &http.Client{
		Transport:     &http.Transport{Proxy: f.proxy, DialContext: f.dial, TLSHandshakeTimeout: limit, ForceAttemptHTTP2: true},
		CheckRedirect: f.redirect,
	}
	return f
}

// proxy is that of the environment. It looks the name up by itself, so that only a host that says what it is can be refused.
func (f *Client) proxy(req *http.Request) (*url.URL, error) {
	p, err := http.ProxyFromEnvironment(req)
	if p != nil {
		f.mu.Lock()
		defer f.mu.Unlock()
		if at := hostPort(p); len(f.open) <= proxies && !slices.Contains(f.open, at) {
			f.open = append(f.open, at)
		}
	}
	return p, err
}

// redirect refuses what can be refused before a name is looked up, and has Go tell nobody which page led there.
func (f *Client) redirect(req *http.Request, via []*http.Request) error {
	req.Header.Del("Referer")
	switch {
	case len(via) >= hops:
		return fmt.Errorf("more than %d redirects", hops)
	case req.URL.Scheme != "http" && req.URL.Scheme != "https":
		return fmt.Errorf("a redirect to %s:", req.URL.Scheme)
	case isLocal(req.URL.Hostname()) && !f.allows(hostPort(req.URL)):
		return ErrPrivate
	}
	return nil
}

// dial connects to an address and refuses it once its name has become a number: a name may have another one each time it is looked up.
func (f *Client) dial(ctx context.Context, network, address string) (net.Conn, error) {
	d := net.Dialer{Timeout: f.limit}
	if !f.allows(address) {
		d.Control = func(_, number string, _ syscall.RawConn) error {
			at, err := netip.ParseAddrPort(number)
			if err == nil && !isPublic(at.Addr()) {
				err = ErrPrivate
			}
			return err
		}
	}
	return d.DialContext(ctx, network, address)
}

func (f *Client) allows(address string) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Contains(f.open, address)
}

// hostPort is the address that a URL is connected to.
func hostPort(u *url.URL) string {
	port := u.Port()
	if port == "" {
		port = map[string]string{"https": "443", "socks5": "1080", "socks5h": "1080"}[u.Scheme]
	}
	if port == "" {
		port = "80"
	}
	return net.JoinHostPort(u.Hostname(), port)
}

// isLocal reports whether a host says by itself that it is no public one.
func isLocal(host string) bool {
	addr, err := netip.ParseAddr(host)
	return err == nil && !isPublic(addr) || strings.EqualFold(strings.TrimSuffix(host, "."), "localhost")
}

// notPublic are the ranges beside those that netip knows which no host of the internet has (IANA's special-purpose registries), and those in
// which an IPv4 address stands that is reached through a translator.
var notPublic = []netip.Prefix{
	netip.MustParsePrefix("0.0.0.0/8"), netip.MustParsePrefix("100.64.0.0/10"), netip.MustParsePrefix("192.0.0.0/24"), netip.MustParsePrefix("192.0.2.0/24"),
	netip.MustParsePrefix("198.18.0.0/15"), netip.MustParsePrefix("198.51.100.0/24"), netip.MustParsePrefix("203.0.113.0/24"), netip.MustParsePrefix("240.0.0.0/4"),
	netip.MustParsePrefix("64:ff9b::/96"), netip.MustParsePrefix("64:ff9b:1::/48"), netip.MustParsePrefix("100::/64"), netip.MustParsePrefix("2001:db8::/32"),
	netip.MustParsePrefix("2002::/16"), netip.MustParsePrefix("fec0::/10"), netip.MustParsePrefix("::/96"),
}

// isPublic reports whether an address can be that of a host of the internet.
func isPublic(a netip.Addr) bool {
	a = a.Unmap().WithZone("")
	return a.IsGlobalUnicast() && !a.IsPrivate() && !slices.ContainsFunc(notPublic, func(p netip.Prefix) bool { return p.Contains(a) })
}
