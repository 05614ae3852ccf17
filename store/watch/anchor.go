package watch

// anchor tells when the root, or a folder on the way to it, is moved, removed or unmounted: events that no watch on the root's content gives.
// Where the system has no such thing there is none, and the root is looked for every few seconds.
type anchor struct {
	moved <-chan struct{}
	close func()
}
