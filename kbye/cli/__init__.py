"""The `kbye` command."""
