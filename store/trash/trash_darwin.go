package trash

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// put moves path into the trash folder of its volume. Which names are taken there only the rename tells: a program may move things into the
// trash without a permission to look into it.
func put(path string) (Item, error) {
	dir, err := trashDir(path)
	if err != nil {
		return Item{}, err
	}
	for n := 1; n <= maxTries; n++ {
		item := Item{from: path, to: filepath.Join(dir, name(filepath.Base(path), n, 255))}
		err := renameNew(path, item.to)
		if err == nil {
			return item, nil
		}
		if !errors.Is(err, fs.ErrExist) {
			return Item{}, err
		}
	}
	return Item{}, fs.ErrExist
}

func trashDir(path string) (string, error) {
	home, err := os.UserHomeDir()
	if err != nil {
		return "", err
	}
	at, err := os.Stat(home)
	if err != nil {
		return "", err
	}
	info, err := os.Lstat(path)
	if err != nil {
		return "", err
	}
	dir := filepath.Join(home, ".Trash")
	if device(info) != device(at) {
		volume, err := top(path)
		if err != nil {
			return "", err
		}
		dir = filepath.Join(volume, ".Trashes", fmt.Sprint(os.Getuid()))
		if err := os.MkdirAll(dir, 0o700); err != nil || !isOwn(dir) {
			return "", ErrNoTrash
		}
		return dir, nil
	}
	if err := os.Mkdir(dir, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return "", err
	}
	return dir, nil
}
