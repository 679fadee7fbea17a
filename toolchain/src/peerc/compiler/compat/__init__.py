"""The compatibility judge (spec/compatibility.md): what a change breaks, and for whom."""
