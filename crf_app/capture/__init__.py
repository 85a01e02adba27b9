"""What happens: subjects, visits, pages, entries, queries, signatures, and the facts they are made of."""
