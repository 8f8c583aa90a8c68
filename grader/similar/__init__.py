"""Similar work: which submissions share code that is not the stub's, for a person to look at; never a verdict."""
