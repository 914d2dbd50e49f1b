"""What people do with termbase, one verb a file. They return data and never print."""
