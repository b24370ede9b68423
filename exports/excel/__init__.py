"""Views as workbooks."""
