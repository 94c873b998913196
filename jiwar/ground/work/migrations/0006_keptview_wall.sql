-- Views of lists that somebody keeps: one's own rows, for nobody else at all. Of a row only what is sealed is changed.
select walling.close('work_keptview');
insert into walling.walled values ('work_keptview', 'own');
create policy own on work_keptview to jiwar_app using (user_id = (select wall.actor()));
grant select, insert, delete, update (sealed) on work_keptview to jiwar_app;
