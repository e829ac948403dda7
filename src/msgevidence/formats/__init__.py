"""Where wire words stop: every format's reader and writer, behind the register."""
