"""Panels ask: forms made from declarations. They import no view, no conductor, no other panel."""
