"""LaTeX in bibliographic values: into Unicode with CSL's rich-text tags, and back."""

from msgevidence.formats.latex.decoder import Decoded, decode, decode_verbatim
from msgevidence.formats.latex.encoder import encode

__all__ = ["Decoded", "decode", "decode_verbatim", "encode"]
