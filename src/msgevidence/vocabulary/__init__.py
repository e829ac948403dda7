"""The controlled vocabulary, and the tagger that proposes its terms."""
