-- Documents stay in their agency, as tasks do: their lines are seen with the file, and written by those who work on it.
select walling.protect_about('files_document', 'root_id', '{insert,update}');
select walling.protect_about('files_documenthistory', 'root_id');
select walling.protect_about('files_documentcontent', 'root_id', '{insert,delete}');

-- What a document holds is narrower: it is read by those alone who work on the file. Whoever opened it in an emergency,
-- or was granted a part of it inside the agency, reads no byte. And it lies under the file of its own line.
create policy worked on files_documentcontent as restrictive for select to jiwar_app using (wall.stands_on(root_id));
create policy of_its_line on files_documentcontent as restrictive for insert to jiwar_app with check (
  exists (select from files_document d where d.id = document_id and d.root_id = files_documentcontent.root_id));
-- Ciphertext does not become smaller: nobody tries to.
alter table files_documentcontent alter column identity set storage external, alter column narrative set storage external;

set local role jiwar_keeper;

-- What is about an erased file: what documents hold goes at once, not only its keys; kind, size and medium, which tell
-- something in plain, are taken from their lines and from the history of these.
create function wall.forget_documents(roots uuid[]) returns void language plpgsql
  set search_path = pg_catalog, pg_temp as $$
begin
  delete from public.files_documentcontent where root_id = any(roots);
  update public.files_document set kind = 'other', media = '', size = 0, dropped_at = coalesce(dropped_at, now())
    where root_id = any(roots);
  update public.files_documenthistory set kind = 'other', media = '', size = 0 where root_id = any(roots);
end $$;
do $$
declare made text := pg_get_functiondef('wall.destroy'::regproc);
begin
  perform wall.insist(made ~ '\n *return erased;', 'what is destroyed is counted');
  execute regexp_replace(made, '\n( *return erased;)', E'\n  perform wall.forget_documents(roots);\n\\1');
end $$;
reset role;
