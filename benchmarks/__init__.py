"""What docs/promises.md claims, measured. Ratios of CPU time within one run; never milliseconds to gate on."""
