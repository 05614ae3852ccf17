// Package assets owns what the program carries with it: the sentences a person reads in English and Chinese, the
// icons, and the sample site of the first start. It imports no Fyne; assets/theme wraps icons and colours for widgets.
package assets

import "embed"

//go:embed lang/*.json
var langFS embed.FS
