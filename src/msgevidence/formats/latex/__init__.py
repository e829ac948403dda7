"""LaTeX in bibliographic values: into Unicode with CSL's rich-text tags, and back."""

from msgevidence.formats.latex.decoder import Decoded, decode
from msgevidence.formats.latex.encoder import encode
from msgevidence.formats.latex.verbatim import decode_verbatim

__all__ = ["Decoded", "decode", "decode_verbatim", "encode"]
