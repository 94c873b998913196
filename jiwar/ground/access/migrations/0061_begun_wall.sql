-- What was begun and not sent: one's own rows, for nobody else at all. The owner's functions take away what is old or
-- about a record that was erased (wall.sweep, wall.destroy).
select walling.close('access_begun');
insert into walling.walled values ('access_begun', 'own');
create policy own on access_begun to jiwar_app using (user_id = (select wall.actor()));
grant select, insert, delete, update (sealed, saved_at) on access_begun to jiwar_app;
