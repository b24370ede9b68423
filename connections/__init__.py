"""Live connections: what services hold, pulled into Parquet files that a mapping reads.

One module a service says where its answers are; `pull` reads them with dlt, in a process that
does nothing else.
"""
