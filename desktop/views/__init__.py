"""The editors on the plan file. Views never write and never read SQL: they perform verbs through the session."""
