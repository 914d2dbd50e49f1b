"""Terminology: concepts, the finder that recognises terms in running text, morphology, extraction."""
