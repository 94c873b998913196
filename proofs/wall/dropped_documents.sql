-- The rules about documents and what they hold, each dropped once; the others stand in dropped.sql.

-- dropped: documents without their file
alter policy wall on files_document using (agency_id = (select wall.agency()));

-- dropped: documents that leave their agency
alter policy own_insert on files_document with check (wall.stands_on(root_id));

-- dropped: what documents hold, read in an emergency
drop policy worked on files_documentcontent;

-- dropped: bytes beside the line of another
alter policy of_its_line on files_documentcontent with check (true);
