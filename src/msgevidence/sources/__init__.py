"""Where input comes from: files, uploads and pastes."""
