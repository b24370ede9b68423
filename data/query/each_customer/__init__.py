"""Questions on customers one by one: what each did, answered, and was known of on a day."""
