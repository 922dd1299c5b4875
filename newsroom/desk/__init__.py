"""The desk (工作台): its first page and its own pages, beside the admin of stories and registers."""
