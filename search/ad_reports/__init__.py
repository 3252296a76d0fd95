"""Reports of offers by the public: the form, what becomes of it, the list in the CMS."""
