"""kbye: decide, tell, go. It will be OK."""

__version__ = "0.1.0"
