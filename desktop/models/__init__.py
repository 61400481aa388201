"""Item models: they hold what a view shows and decide for themselves what a ChangeSet means to them."""
