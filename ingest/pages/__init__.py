"""From words at places on pages to text in reading order: for PDF with a text layer and for recognised scans alike.

A page gives words (``model.Word``) and ruled lines; ``lay_out`` makes rows of them, takes out page numbers and running
heads, reads columns one after the other, tables by their cells, and puts the lines of a paragraph together again, also
over the end of a page.
"""
