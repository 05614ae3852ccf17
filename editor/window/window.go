// Package window owns the answer to whether this build has a window. The headless build (tag ci) has none, and so neither Fyne nor a
// display is in the static program for servers.
package window
